package com.example.lab.aws.cloudfront;

import java.util.Map;
import java.util.Optional;

/**
 * What a cache policy says.
 *
 * @param minTtl in seconds
 * @param defaultTtl in seconds
 * @param maxTtl in seconds; 0 disables the cache
 * @param gzip whether the key has the normalized {@code Accept-Encoding} with gzip
 * @param brotli the same with br
 * @param headers in the key
 * @param cookies in the key
 * @param queries in the key
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">Managed
 * cache policies</a>
 */
record CacheSettings(long minTtl, long defaultTtl, long maxTtl, boolean gzip, boolean brotli, Selection headers,
		Selection cookies, Selection queries) {

	private static final long DAY = 86_400;

	private static final long YEAR = 365 * DAY;

	private static final Selection OVERRIDES = Selection.of("Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method",
			"X-Method-Override");

	/** AWS's own policies, by their ids. */
	private static final Map<String, CacheSettings> MANAGED = Map.of(
			// CachingDisabled
			"4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
			new CacheSettings(0, 0, 0, false, false, Selection.NONE, Selection.NONE, Selection.NONE),
			// CachingOptimized
			"658327ea-f89d-4fab-a63d-7e88639e58f6",
			new CacheSettings(1, DAY, YEAR, true, true, Selection.NONE, Selection.NONE, Selection.NONE),
			// CachingOptimizedForUncompressedObjects
			"b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
			new CacheSettings(1, DAY, YEAR, false, false, Selection.NONE, Selection.NONE, Selection.NONE),
			// Elemental-MediaPackage
			"08627262-05a9-4f76-9ded-b50ca2e3a84f",
			new CacheSettings(0, DAY, YEAR, true, false, Selection.of("Origin"), Selection.NONE,
					Selection.of("aws.manifestfilter", "start", "end", "m")),
			// Amplify
			"2e54312d-136d-493c-8eb9-b001f22f67d2",
			new CacheSettings(2, 2, 600, true, true, Selection.of("Authorization", "CloudFront-Viewer-Country", "Host"),
					Selection.ALL, Selection.ALL),
			// UseOriginCacheControlHeaders
			"83da9c7e-98b4-4e11-a168-04f0df8e2c65",
			new CacheSettings(0, 0, YEAR, true, true, OVERRIDES, Selection.ALL, Selection.NONE),
			// UseOriginCacheControlHeaders-QueryStrings
			"4cc15a8a-d715-48a4-82b8-cc0b614638fe",
			new CacheSettings(0, 0, YEAR, true, true, OVERRIDES, Selection.ALL, Selection.ALL));

	/** One of AWS's own. */
	static Optional<CacheSettings> managed(String id) {
		return Optional.ofNullable(MANAGED.get(id));
	}

	static CacheSettings read(Settings settings) {
		return settings.inside("CachePolicyConfig", (config) -> {
			config.ignore("Name", "Comment");
			long min = config.number("MinTTL", 0);
			long max = config.number("MaxTTL", Math.max(YEAR, min));
			long otherwise = config.number("DefaultTTL", Math.max(DAY, min));
			if (min > max || otherwise < min || otherwise > max) {
				throw config.wrong("DefaultTTL", "MinTTL %d, DefaultTTL %d and MaxTTL %d must not fall, on AWS too"
					.formatted(min, otherwise, max));
			}
			return config.inside("ParametersInCacheKeyAndForwardedToOrigin", (key) -> {
				boolean gzip = key.flag("EnableAcceptEncodingGzip", false);
				boolean brotli = key.flag("EnableAcceptEncodingBrotli", false);
				return new CacheSettings(min, otherwise, max, gzip, brotli,
						Selection.read(key, "HeadersConfig", "HeaderBehavior", "Headers", "none", "whitelist"),
						Selection.read(key, "CookiesConfig", "CookieBehavior", "Cookies", "none", "whitelist",
								"allExcept", "all"),
						Selection.read(key, "QueryStringsConfig", "QueryStringBehavior", "QueryStrings", "none",
								"whitelist", "allExcept", "all"));
			});
		});
	}

	boolean caches() {
		return this.maxTtl > 0;
	}

	/** Whether the key has an {@code Accept-Encoding} that is normalized. */
	boolean normalizes() {
		return this.gzip || this.brotli;
	}

}
