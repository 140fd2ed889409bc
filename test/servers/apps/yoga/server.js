import { createSchema, createYoga } from "graphql-yoga";
import { createServer } from "node:http";

const yoga = createYoga({
  schema: createSchema({
    typeDefs: "type Query { address: String, origin: String } type Mutation { hello(name: String): String }",
    resolvers: {
      Query: {
        address: (root, args, { req }) => req.socket.remoteAddress,
        origin: (root, args, { request }) => new URL(request.url).origin,
      },
      Mutation: { hello: (root, { name }) => `hello ${name}` },
    },
  }),
  logging: false,
});
createServer(yoga).listen(Number(process.env.PORT), "127.0.0.1");
