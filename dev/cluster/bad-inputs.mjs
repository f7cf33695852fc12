export const badInputs = {};
