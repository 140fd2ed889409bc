export const loader = ({ request }) => Response.json({ origin: new URL(request.url).origin });
