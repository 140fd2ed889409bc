import { cookies } from "next/headers";

async function greet(form) {
  "use server";
  (await cookies()).set("name", form.get("name"));
}

export default async function Page() {
  const name = (await cookies()).get("name")?.value;
  return (
    <form action={greet}>
      <input name="name" />
      <p>hello {name}</p>
    </form>
  );
}
