export interface Config {
  provenance?: {
    /**
     * Environments in the order in which pages show them and in which changes travel, for instance
     * `[dev, staging, prod]`. That is the order where nothing is said.
     *
     * @deepVisibility frontend
     */
    environments?: string[];
  };
}
