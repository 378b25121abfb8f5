package com.example.lab.aws.elasticache;

import tools.jackson.databind.JsonNode;

/**
 * What a cache may use, and with it what it may cost.
 *
 * @param gigabytes the most data that it keeps; 0 for no limit
 * @param ecpusPerSecond the most processing units in a second; 0 for no limit
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Scaling.html">Scaling
 * ElastiCache</a>
 */
record UsageLimits(long gigabytes, long ecpusPerSecond) {

	private static final long GB = 1_000_000_000;

	static UsageLimits of(JsonNode properties) {
		JsonNode limits = properties.path("CacheUsageLimits");
		JsonNode storage = limits.path("DataStorage");
		String unit = storage.path("Unit").asString("GB");
		if (!unit.equals("GB")) {
			throw new IllegalArgumentException(
					"The unit of its data storage is '%s', and can only be GB.".formatted(unit));
		}
		return new UsageLimits(storage.path("Maximum").asLong(0),
				limits.path("ECPUPerSecond").path("Maximum").asLong(0));
	}

	/**
	 * What keys without a time to live may fill, too: then writes are refused.
	 */
	long bytes() {
		return this.gigabytes * GB;
	}

	@Override
	public String toString() {
		String data = (this.gigabytes == 0) ? "no limit of data" : "at most %d GB of data".formatted(this.gigabytes);
		String ecpus = (this.ecpusPerSecond == 0) ? "no limit of ECPUs"
				: "%d ECPUs a second, not enforced".formatted(this.ecpusPerSecond);
		return data + "; " + ecpus;
	}

}
