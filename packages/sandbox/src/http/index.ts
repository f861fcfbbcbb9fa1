export { FaultTable, type Fault, type FaultStatus } from './Fault';
export { PortBusyError } from './listen';
export * from './RequestLog';
