package com.example.lab.aws.cloudfront;

import org.jspecify.annotations.Nullable;

/**
 * Where a distribution writes its standard log.
 *
 * @param bucket the name of a bucket
 * @param prefix of its objects
 * @param cookies whether cookies are in the log
 */
record LogSettings(String bucket, String prefix, boolean cookies) {

	/** Reads them; null without a log. */
	static @Nullable LogSettings read(Settings config) {
		return config.inside("Logging", (log) -> {
			String prefix = log.text("Prefix", "");
			boolean cookies = log.flag("IncludeCookies", false);
			String domain = log.text("Bucket", "");
			return domain.isEmpty() ? null
					: new LogSettings(BucketOrigin.bucket("Logging/Bucket", domain), prefix, cookies);
		});
	}

}
