export {
  startSigstoreServices,
  type ServiceName,
  type SigstoreServices,
} from './startSigstoreServices';
