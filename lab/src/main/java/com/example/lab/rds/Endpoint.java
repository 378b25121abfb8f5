package com.example.lab.rds;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

import com.example.lab.assembly.Resource;
import com.example.lab.ec2.SecurityGroups;
import com.example.lab.event.Event;
import com.example.lab.network.Gate;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import org.jspecify.annotations.Nullable;

/**
 * Where the clients of a database connect: a port of this computer behind the security
 * groups of its template.
 */
final class Endpoint implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final int DEFAULT_PORT = 5432;

	private final Resource resource;

	private final Lab lab;

	private final SecurityGroups rules;

	private final int publicPort;

	private final Gate gate;

	/**
	 * Reserves a port.
	 * @param target where the database listens; null while it does not run
	 * @param left called when a connection has ended
	 */
	Endpoint(Resource resource, Lab lab, Supplier<@Nullable InetSocketAddress> target, Runnable left) {
		this.resource = resource;
		this.lab = lab;
		this.rules = new SecurityGroups(lab.template());
		this.publicPort = resource.properties().path("Port").asInt(DEFAULT_PORT);
		this.gate = Gate.open(lab.wantedPort(this.publicPort), guard(target), left);
		lab.events()
			.publish(Event.Kind.RESERVED, resource.name(), "port %d is %s".formatted(this.publicPort, address()));
	}

	/**
	 * Opens another port, with the same rules, for a copy of the database.
	 */
	Gate another(Supplier<@Nullable InetSocketAddress> target) {
		return Gate.open(0, guard(target));
	}

	/**
	 * Host and port.
	 */
	String address() {
		return address(this.gate);
	}

	static String address(Gate gate) {
		return HOST + ":" + gate.port();
	}

	/**
	 * What {@code Fn::GetAtt} gives.
	 */
	String attribute(String name) {
		return switch (name) {
			case "Endpoint.Address", "ReadEndpoint.Address" -> HOST;
			case "Endpoint.Port", "Port" -> Integer.toString(this.gate.port());
			default -> throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
		};
	}

	/** Ends all connections. */
	void cut() {
		this.gate.cut();
	}

	Drill slow() {
		return Drill.slow("the database", this.gate::slow);
	}

	@Override
	public void close() {
		this.gate.close();
	}

	private Supplier<@Nullable InetSocketAddress> guard(Supplier<@Nullable InetSocketAddress> target) {
		return this.rules.guard(this.resource, this.publicPort, this.lab.events(), target);
	}

}
