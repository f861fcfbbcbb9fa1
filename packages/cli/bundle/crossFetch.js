/**
 * In the place of `cross-fetch`: the client of the catalog is given a fetch of its own, and the library would bring a
 * module of Node.js that warns of itself at every command.
 */
export default globalThis.fetch;
