package com.example.lab.aws.elasticache;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.aws.ec2.Zones;
import com.example.lab.event.Event;
import com.example.lab.network.Connection;
import com.example.lab.network.StablePort;
import com.example.lab.network.TcpProxy;
import com.example.lab.standin.Clients;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElastiCache::ServerlessCache}: a Redis server in cluster mode with TLS and
 * a replica that takes over, behind two ports whose numbers stay. {@code CLUSTER SLOTS}
 * names these ports and no others. {@code DailySnapshotTime}, {@code Description},
 * {@code KmsKeyId}, {@code SnapshotRetentionLimit} and {@code Tags} have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.corecomponents.html">Serverless
 * caches</a>
 */
public final class ServerlessCache implements StandIn, Zonal {

	private static final String HOST = "127.0.0.1";

	/** As on AWS, whatever the ports of this computer. */
	private static final int PORT = 6379;

	private static final int READER_PORT = 6380;

	private static final String ENGINE = "valkey";

	private static final Set<String> VERSIONS = Set.of("7", "8", "9");

	/**
	 * What changes while the cache keeps its data and its address.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticache-serverlesscache.html">AWS::ElastiCache::ServerlessCache</a>
	 */
	private static final Set<String> IN_PLACE = Set.of("CacheUsageLimits", "DailySnapshotTime", "Description",
			"MajorEngineVersion", "SecurityGroupIds", "SnapshotRetentionLimit", "Tags");

	private static final Set<String> KNOWN = Set.of("Engine", "KmsKeyId", "ServerlessCacheName", "SubnetIds");

	private final Resource resource;

	private final LabContext lab;

	private final String created = Instant.now().toString();

	private final StablePort port;

	private final StablePort readerPort;

	private final Nodes nodes;

	/** Its own servers connect to each other through its ports. */
	private final Clients servers = new Clients();

	private volatile TcpProxy.Target guard;

	private volatile TcpProxy.Target readerGuard;

	/**
	 * Reserves two ports.
	 * @param resource the resource
	 * @param lab its context
	 */
	public ServerlessCache(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.port = lab.port(resource.name(), PORT, (connection) -> target(connection, this.guard), () -> {
		});
		this.readerPort = lab.port(resource.name(), READER_PORT, (connection) -> target(connection, this.readerGuard),
				() -> {
				});
		this.nodes = new Nodes(resource.name(), lab,
				Zones.ofSubnets(resource.properties().path("SubnetIds"), lab.template()), this.port.port(),
				this.readerPort.port(), this::cut);
		this.servers.add(resource, this.nodes::processes);
		this.guard = guard(PORT, this::primaryAddress);
		this.readerGuard = guard(READER_PORT, this::readerAddress);
		lab.events()
			.publish(Event.Kind.RESERVED, resource.name(), "ports %d and %d are %s and %s:%d".formatted(PORT,
					READER_PORT, address(), HOST, this.readerPort.port()));
	}

	@Override
	public String ref() {
		return this.resource.properties().path("ServerlessCacheName").asString(this.resource.logicalId());
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "ARN" -> "arn:aws:elasticache:%s:000000000000:serverlesscache:%s".formatted(this.lab.region(), ref());
			case "CreateTime" -> this.created;
			case "Endpoint.Address", "ReaderEndpoint.Address" -> HOST;
			case "Endpoint.Port" -> Integer.toString(this.port.port());
			case "ReaderEndpoint.Port" -> Integer.toString(this.readerPort.port());
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return HOST + ":" + this.port.port();
	}

	@Override
	public void start(JsonNode properties) throws IOException, InterruptedException {
		check(properties);
		UsageLimits limits = UsageLimits.of(properties);
		this.nodes.start(limits);
		this.port.take();
		this.readerPort.take();
		this.lab.events()
			.publish(Event.Kind.HEALTHY, this.resource.name(),
					"Redis %s stands in for Valkey, with TLS, in cluster mode; %s; %s".formatted(RedisBinary.VERSION,
							this.nodes.condition(), limits));
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) throws IOException {
		check(properties);
		this.nodes.limit(UsageLimits.of(properties));
	}

	@Override
	public void templateChanged() {
		this.guard = guard(PORT, this::primaryAddress);
		this.readerGuard = guard(READER_PORT, this::readerAddress);
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("kill", "kills the primary; its replica takes over, without the last writes perhaps",
						(unused) -> this.nodes.kill()),
				new Drill("failover", "makes the replica the primary; nothing is lost",
						(unused) -> this.nodes.failOver()),
				new Drill("flush", "deletes all keys", (unused) -> this.nodes.flush()),
				new Drill("stop", "stops the whole cache until start; all keys are lost",
						(unused) -> this.nodes.stop()),
				new Drill("start", "starts the cache again after stop", (unused) -> this.nodes.startAgain()),
				new Drill("cut", "ends all connections, as a network fault does", (unused) -> cut()),
				Drill.slow("the cache", (delay) -> {
					this.port.slow(delay);
					this.readerPort.slow(delay);
				}));
	}

	@Override
	public String condition() {
		return this.nodes.condition();
	}

	/**
	 * Runs a command on the primary, whatever the security groups say.
	 * @param command such as {@code HGETALL} and a key
	 * @return its reply as text; the elements of a list are lines
	 * @throws IOException if the cache does not respond or refuses the command
	 */
	public String run(String... command) throws IOException {
		return this.nodes.run(command);
	}

	@Override
	public List<String> zones() {
		return this.nodes.zones();
	}

	@Override
	public void zoneDown(String zone) {
		this.nodes.zoneDown(zone);
	}

	@Override
	public void zoneUp(String zone) {
		this.nodes.zoneUp(zone);
	}

	@Override
	public void close() {
		this.port.close();
		this.readerPort.close();
		this.nodes.close();
	}

	private void cut() {
		this.port.cut();
		this.readerPort.cut();
	}

	/**
	 * A replica that has an old address of its primary would connect to itself: the
	 * cache's own servers are always led to the primary, and no security group concerns
	 * them.
	 */
	private @Nullable InetSocketAddress target(Connection connection, TcpProxy.Target guard) {
		try {
			if (this.servers.clientOf(connection) != null) {
				return this.nodes.primaryAddress();
			}
		}
		catch (IOException ex) {
			// This computer does not show it, so the rules decide.
		}
		return guard.of(connection);
	}

	private @Nullable InetSocketAddress primaryAddress() {
		return this.nodes.primaryAddress();
	}

	private @Nullable InetSocketAddress readerAddress() {
		return this.nodes.readerAddress();
	}

	private TcpProxy.Target guard(int publicPort, Supplier<@Nullable InetSocketAddress> target) {
		return new SecurityGroups(this.lab.template()).guard(this.lab.template().now(this.resource), publicPort,
				this.lab, target);
	}

	private static void check(JsonNode properties) {
		String engine = properties.path("Engine").asString("");
		String version = properties.path("MajorEngineVersion").asString("8");
		if (!engine.equals(ENGINE) || !VERSIONS.contains(version)) {
			throw new IllegalArgumentException(
					"Its engine is '%s' %s; the lab stands in for valkey 7 to 9 only.".formatted(engine, version));
		}
		String unknown = properties.propertyStream()
			.map((property) -> property.getKey())
			.filter((name) -> !IN_PLACE.contains(name) && !KNOWN.contains(name))
			.collect(Collectors.joining(", "));
		if (!unknown.isEmpty()) {
			throw new IllegalArgumentException("The lab does not support its properties %s.".formatted(unknown));
		}
	}

}
