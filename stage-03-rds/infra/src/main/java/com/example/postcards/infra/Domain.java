package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;

/**
 * A name for the box in a Route 53 hosted zone of the account.
 *
 * @param hostedZoneId of the zone that the name lies in
 * @param name fully qualified, without a dot at the end
 */
record Domain(String hostedZoneId, String name) {

	/**
	 * The domain of two context values.
	 * @return {@code null} if neither is given
	 */
	static @Nullable Domain of(@Nullable String hostedZoneId, @Nullable String name) {
		if (hostedZoneId == null && name == null) {
			return null;
		}
		if (hostedZoneId == null || name == null) {
			throw new IllegalArgumentException("A domain needs both context values, hostedZoneId and domainName");
		}
		return new Domain(hostedZoneId, name);
	}

}
