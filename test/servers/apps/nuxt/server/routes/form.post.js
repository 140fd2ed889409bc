export default defineEventHandler(async (event) => `hello ${(await readFormData(event)).get("name")}`);
