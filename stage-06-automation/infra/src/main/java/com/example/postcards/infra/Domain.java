package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.constructs.Construct;

/**
 * A name for Postcards in a Route 53 hosted zone of the account.
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

	/**
	 * Its zone, which has the name itself here, for it may be a parent of it.
	 */
	IHostedZone zone(Construct scope) {
		return HostedZone.fromHostedZoneAttributes(scope, "Zone",
				HostedZoneAttributes.builder().hostedZoneId(this.hostedZoneId).zoneName(this.name).build());
	}

}
