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
	 * The domain of the context values {@code hostedZoneId} and {@code domainName}.
	 * @return {@code null} if neither is given
	 */
	static @Nullable Domain of(Construct scope) {
		Object hostedZoneId = scope.getNode().tryGetContext("hostedZoneId");
		Object name = scope.getNode().tryGetContext("domainName");
		if (hostedZoneId == null && name == null) {
			return null;
		}
		if (hostedZoneId == null || name == null) {
			throw new IllegalArgumentException("A domain needs both context values, hostedZoneId and domainName");
		}
		return new Domain(hostedZoneId.toString(), name.toString());
	}

	/**
	 * Its zone, which has the name itself here, for it may be a parent of it.
	 */
	IHostedZone zone(Construct scope) {
		return HostedZone.fromHostedZoneAttributes(scope, "Zone",
				HostedZoneAttributes.builder().hostedZoneId(this.hostedZoneId).zoneName(this.name).build());
	}

}
