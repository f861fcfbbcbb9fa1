export { Glimpse } from './content/Glimpse';
export { kindsOfFile } from './kindsOfFile';
export { kindsOfManifest } from './kindsOfManifest';
