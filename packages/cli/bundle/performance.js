/** The machine's monotonic clock. Node's own object of this name loads five milliseconds of modules for one number. */
export const performance = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
};
