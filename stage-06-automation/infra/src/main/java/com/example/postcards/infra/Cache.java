package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.services.ec2.IConnectable;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache.CacheUsageLimitsProperty;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache.DataStorageProperty;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache.ECPUPerSecondProperty;
import software.constructs.Construct;

/**
 * ElastiCache Serverless for Valkey, for sessions and cached reads: in both zones, with
 * TLS only, and as a cluster, whose clients must be clients of a cluster. It is billed by
 * the gigabyte and by the request, and its limits are those of the bill: at both of them
 * it costs about 91 dollars a month, in use about 7. Needs isolated subnets in two zones.
 * Exports its endpoint.
 */
class Cache extends Construct {

	/** For writes and reads. */
	private static final int PORT = 6379;

	/** For reads that may be a little old. The cache announces it to its clients. */
	private static final int READER_PORT = 6380;

	private static final int GIGABYTES = 1;

	/** Units of work, about one for each command with a kilobyte. */
	private static final int UNITS_A_SECOND = 5000;

	private final SecurityGroup securityGroup;

	private final CfnServerlessCache cache;

	/**
	 * An empty cache.
	 * @param snapshots how many daily snapshots are kept. With none, a cache that is lost
	 * signs all users out
	 */
	Cache(Construct scope, String id, IVpc network, int snapshots) {
		super(scope, id);
		this.securityGroup = SecurityGroup.Builder.create(this, "SecurityGroup")
			.vpc(network)
			.description("Cache of Postcards")
			.allowAllOutbound(false)
			.build();
		// tag::cache[]
		this.cache = CfnServerlessCache.Builder.create(this, "Cache")
			.engine("valkey")
			.majorEngineVersion("8")
			.serverlessCacheName(UniqueName.ofStack())
			.description("Sessions and cached reads of Postcards")
			.cacheUsageLimits(CacheUsageLimitsProperty.builder()
				.dataStorage(DataStorageProperty.builder().maximum(GIGABYTES).unit("GB").build())
				.ecpuPerSecond(ECPUPerSecondProperty.builder().maximum(UNITS_A_SECOND).build())
				.build())
			.snapshotRetentionLimit(snapshots)
			.subnetIds(network.getIsolatedSubnets().stream().map(ISubnet::getSubnetId).toList())
			.securityGroupIds(List.of(this.securityGroup.getSecurityGroupId()))
			.build();
		// end::cache[]
	}

	/**
	 * Lets clients connect.
	 * @param who they are, for the description of the rule
	 */
	void allowFrom(IConnectable clients, String who) {
		this.securityGroup.getConnections().allowFrom(clients, Port.tcpRange(PORT, READER_PORT), who);
	}

	/**
	 * Host and port, from which a client learns the others.
	 */
	String endpoint() {
		return "%s:%s".formatted(this.cache.getAttrEndpointAddress(), this.cache.getAttrEndpointPort());
	}

	/**
	 * Its name, as its metrics have it.
	 */
	String metricName() {
		return this.cache.getRef();
	}

	/**
	 * How many bytes it may keep.
	 */
	double storage() {
		return GIGABYTES * 1024.0 * 1024 * 1024;
	}

}
