import { Form } from "react-router";

export async function action({ request }) {
  return { name: (await request.formData()).get("name") };
}

export default function Greeting({ actionData }) {
  return (
    <Form method="post">
      <input name="name" />
      <p>hello {actionData?.name}</p>
    </Form>
  );
}
