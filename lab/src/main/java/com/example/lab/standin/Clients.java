package com.example.lab.standin;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.network.Connection;
import com.example.lab.network.SocketOwners;
import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/**
 * The stand-ins whose processes connect to others. All of them connect from 127.0.0.1, so
 * a connection is identified by its process, or by its port if a stand-in opens it from
 * within the lab. A load balancer checks the security groups itself. Thread-safe.
 */
public final class Clients {

	private final SocketOwners owners;

	private final List<Client> all = new CopyOnWriteArrayList<>();

	/** Those that connect from within the lab, by the port that they connect from. */
	private final Map<Integer, Resource> connecting = new ConcurrentHashMap<>();

	/** No clients yet, on this computer. */
	public Clients() {
		this(SocketOwners.ofThisComputer());
	}

	/**
	 * No clients yet.
	 * @param owners finds the process of a connection
	 */
	public Clients(SocketOwners owners) {
		this.owners = owners;
	}

	/**
	 * Makes a client known.
	 * @param resource what it stands for
	 * @param processes asked for each connection for the processes that run now; must not
	 * wait
	 */
	public void add(Resource resource, Supplier<? extends Collection<OwnedProcess>> processes) {
		this.all.add(new Client(resource, processes));
	}

	/**
	 * Removes a client that has ended.
	 * @param resource what it stood for
	 */
	public void remove(Resource resource) {
		this.all.removeIf((client) -> client.resource() == resource);
	}

	/**
	 * Makes a connection known that a stand-in opens from within the lab.
	 * @param port the port that it connects from, before it does
	 * @param resource what it stands for
	 */
	public void connecting(int port, Resource resource) {
		this.connecting.put(port, resource);
	}

	/**
	 * Forgets a connection that is closed.
	 * @param port the port that it came from
	 */
	public void closed(int port) {
		this.connecting.remove(port);
	}

	/**
	 * All clients.
	 * @return their resources
	 */
	public List<Resource> resources() {
		return this.all.stream().map(Client::resource).toList();
	}

	/**
	 * The client whose process, or a child of it, opened a connection.
	 * @param connection a connection that is open
	 * @return null if it comes from no client, such as a person's {@code psql}
	 * @throws IOException if this computer does not show it
	 */
	public @Nullable Resource clientOf(Connection connection) throws IOException {
		Resource known = this.connecting.get(connection.clientPort());
		if (known != null) {
			return known;
		}
		Resource client = find(connection, (process) -> Stream.of(process.pid()));
		return (client != null) ? client : find(connection, Clients::children);
	}

	private @Nullable Resource find(Connection connection, Function<OwnedProcess, Stream<Long>> processes)
			throws IOException {
		Map<Long, Resource> candidates = new HashMap<>();
		for (Client client : this.all) {
			client.processes()
				.get()
				.stream()
				.flatMap(processes)
				.forEach((process) -> candidates.put(process, client.resource()));
		}
		OptionalLong owner = this.owners.clientOf(connection, candidates.keySet());
		return owner.isPresent() ? candidates.get(owner.getAsLong()) : null;
	}

	private static Stream<Long> children(OwnedProcess process) {
		return ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
	}

	private record Client(Resource resource, Supplier<? extends Collection<OwnedProcess>> processes) {
	}

}
