package com.example.lab.box;

import com.example.lab.event.Event;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of a box, from its package. */
final class PostgresService implements Service {

	static final String UNIT = "postgresql.service";

	private static final String DATA = "/var/lib/pgsql/data";

	private static final int PORT = 5432;

	private final Host host;

	private final PostgresServer server;

	PostgresService(Host host) {
		this.host = host;
		this.server = new PostgresServer(host.lab().postgres(), host.processes(), host.processName(UNIT),
				host.disk().at(DATA), host.ports().local(PORT));
	}

	PostgresServer server() {
		return this.server;
	}

	@Override
	public void start() {
		OwnedProcess before = process();
		if (before != null && before.alive()) {
			return;
		}
		OwnedProcess process = this.server.start();
		this.host.publish(Event.Kind.STARTED, "%s, process %d".formatted(UNIT, process.pid()));
		process.exit()
			.thenAccept((code) -> this.host.publish(process.toldToStop() ? Event.Kind.STOPPED : Event.Kind.DIED,
					"%s ended with %d".formatted(UNIT, code)));
	}

	@Override
	public void stop() {
		this.server.stop();
	}

	@Override
	public void losePower() {
		OwnedProcess process = process();
		if (process != null) {
			process.kill();
		}
	}

	@Override
	public @Nullable OwnedProcess process() {
		return this.server.process();
	}

}
