export const GET = ({ clientAddress, url }) => Response.json({ address: clientAddress, origin: url.origin });
