package com.example.lab.aws.rds;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.event.Event;
import com.example.lab.network.StablePort;
import com.example.lab.network.TcpProxy;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the clients of a database connect: a port of this computer behind the security
 * groups of its template.
 */
final class Endpoint implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final int DEFAULT_PORT = 5432;

	private final Resource resource;

	private final LabContext lab;

	private final Supplier<@Nullable InetSocketAddress> target;

	private final int publicPort;

	private final StablePort proxy;

	private volatile TcpProxy.Target guard;

	/**
	 * Reserves a port.
	 * @param target where the database listens; null while it does not run
	 * @param left called when a connection has ended
	 */
	Endpoint(Resource resource, LabContext lab, Supplier<@Nullable InetSocketAddress> target, Runnable left) {
		this.resource = resource;
		this.lab = lab;
		this.target = target;
		this.publicPort = resource.properties().path("Port").asInt(DEFAULT_PORT);
		this.guard = guard(target);
		this.proxy = lab.port(resource.name(), this.publicPort, (connection) -> this.guard.of(connection), left);
		lab.events()
			.publish(Event.Kind.RESERVED, resource.name(), "port %d is %s".formatted(this.publicPort, address()));
	}

	/** Gets the connections that a database with the same name had before. */
	void take() {
		this.proxy.take();
	}

	/** Obeys the rules as they are now, for connections that come from now on. */
	void templateChanged() {
		this.guard = guard(this.target);
	}

	/**
	 * Opens another port, with the same rules, for a copy of the database.
	 */
	TcpProxy another(Supplier<@Nullable InetSocketAddress> target) {
		return TcpProxy.open(0, guard(target));
	}

	/**
	 * Host and port.
	 */
	String address() {
		return HOST + ":" + this.proxy.port();
	}

	static String address(TcpProxy proxy) {
		return HOST + ":" + proxy.port();
	}

	/**
	 * What {@code Fn::GetAtt} gives.
	 */
	String attribute(String name) {
		return switch (name) {
			case "Endpoint.Address", "ReadEndpoint.Address" -> HOST;
			case "Endpoint.Port", "Port" -> Integer.toString(this.proxy.port());
			default -> throw this.resource.lacks(name);
		};
	}

	/** Ends all connections. */
	void cut() {
		this.proxy.cut();
	}

	Drill slow() {
		return Drill.slow("the database", this.proxy::slow);
	}

	@Override
	public void close() {
		this.proxy.close();
	}

	private TcpProxy.Target guard(Supplier<@Nullable InetSocketAddress> target) {
		Resource now = this.lab.template().now(this.resource);
		return new SecurityGroups(this.lab.template()).guard(now, this.publicPort, this.lab, target);
	}

}
