# The gateway's suite as an image, to be run beside a system: TEST_BASE_URL says which. Context: the repository.
FROM node:26.10.0-slim
WORKDIR /app
COPY package.json package-lock.json jest.config.js ./
COPY shared/package.json shared/
COPY services/auth/package.json services/auth/
COPY services/calendar/package.json services/calendar/
COPY services/entry/package.json services/entry/
COPY gateway/package.json gateway/
COPY bench/package.json bench/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --ignore-scripts --no-audit --no-fund
COPY dev/strip-types.js dev/
COPY shared shared
COPY gateway gateway
RUN chmod -R a+rX .
USER 1000:1000
CMD ["node", "--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js", "--cacheDirectory=/tmp/jest", "--forceExit", "gateway/test/suite.test.ts"]
