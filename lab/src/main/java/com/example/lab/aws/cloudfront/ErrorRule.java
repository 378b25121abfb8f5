package com.example.lab.aws.cloudfront;

/**
 * A custom error response.
 *
 * @param code the status of the origin
 * @param cacheSeconds how long such an error is cached at least
 * @param pagePath the page that viewers get instead; empty for that of the origin
 * @param responseCode the status that viewers get with it
 */
record ErrorRule(int code, long cacheSeconds, String pagePath, int responseCode) {

	static final long DEFAULT_SECONDS = 10;

	static ErrorRule read(Settings rule) {
		int code = (int) rule.number("ErrorCode", 0);
		String page = rule.text("ResponsePagePath", "");
		return new ErrorRule(code, rule.number("ErrorCachingMinTTL", DEFAULT_SECONDS), page,
				(int) rule.number("ResponseCode", code));
	}

}
