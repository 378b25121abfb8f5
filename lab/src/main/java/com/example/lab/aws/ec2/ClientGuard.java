package com.example.lab.aws.ec2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.network.Connection;
import com.example.lab.network.TcpProxy;
import com.example.lab.standin.Clients;
import org.jspecify.annotations.Nullable;

/**
 * Allows a connection to a server if the security groups allow its client. A process that
 * is no client, such as {@code psql} of a user, can connect if any client can. If the
 * computer does not show which process owns a connection, the server refuses all clients
 * while one of them lacks its rule.
 */
final class ClientGuard implements TcpProxy.Target {

	private final SecurityGroups rules;

	private final Resource to;

	private final int port;

	private final Clients clients;

	private final Events events;

	private final Supplier<@Nullable InetSocketAddress> target;

	/** The clients in the network, whether their stand-ins are there yet or not. */
	private final List<Resource> inNetwork;

	/** The last refusal of each client, so that it is reported once. */
	private final Map<String, String> told = new ConcurrentHashMap<>();

	ClientGuard(SecurityGroups rules, Resource to, int port, Clients clients, Events events,
			Supplier<@Nullable InetSocketAddress> target) {
		this.rules = rules;
		this.to = to;
		this.port = port;
		this.clients = clients;
		this.events = events;
		this.target = target;
		this.inNetwork = rules.clients();
	}

	@Override
	public @Nullable InetSocketAddress of(Connection connection) {
		return admits(connection) ? this.target.get() : null;
	}

	private boolean admits(Connection connection) {
		List<Resource> refused = this.inNetwork.stream().filter((client) -> refusal(client) != null).toList();
		if (refused.isEmpty() && this.clients.resources().stream().allMatch((client) -> refusal(client) == null)) {
			return true;
		}
		try {
			Resource client = this.clients.clientOf(connection);
			if (client != null) {
				return admits(client);
			}
			if (this.inNetwork.isEmpty() || refused.size() < this.inNetwork.size()) {
				return true;
			}
		}
		catch (IOException ex) {
			if (refused.isEmpty()) {
				return true;
			}
			tell(Event.Kind.WARNING, this.to.name(),
					"this computer does not show which process connects (%s): every client is refused while one of them lacks its rule"
						.formatted(ex.getMessage()));
		}
		refused.forEach(this::admits);
		return false;
	}

	private boolean admits(Resource client) {
		String refusal = refusal(client);
		if (refusal == null) {
			this.told.remove(client.name());
			return true;
		}
		tell(Event.Kind.REFUSED, client.name(), refusal);
		return false;
	}

	private @Nullable String refusal(Resource client) {
		return this.rules.refusal(client, this.to, this.port);
	}

	private void tell(Event.Kind kind, String about, String message) {
		if (!Objects.equals(this.told.put(about, message), message)) {
			this.events.publish(kind, this.to.name(), message);
		}
	}

}
