package com.example.lab.aws.cloudfront;

import java.net.InetSocketAddress;

import com.example.lab.assembly.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Where an origin is on this computer.
 *
 * @param address where it listens
 * @param tls whether the edge speaks HTTPS to it
 * @param host the {@code Host} that it gets
 * @param client what connects, for the security groups; null for the edge itself
 */
record Endpoint(InetSocketAddress address, boolean tls, String host, @Nullable Resource client) {

	/** What connections that can take the same requests have in common. */
	String key() {
		return "%s %s %s %s".formatted(this.address, this.tls, this.host,
				(this.client != null) ? this.client.logicalId() : "");
	}

}
