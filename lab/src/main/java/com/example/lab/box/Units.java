package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;

/**
 * The units of a box: those that come with packages, and those whose files lie on its
 * disk.
 */
final class Units {

	private static final String FILES = "/etc/systemd/system/";

	private static final String ENABLED = FILES + "multi-user.target.wants";

	/**
	 * What packages bring; a new one takes a class and one line here. They start first,
	 * in this order, and stop last, because the others use them.
	 */
	private static final Map<String, Function<Host, Service>> PACKAGED = new LinkedHashMap<>();

	static {
		PACKAGED.put(PostgresService.UNIT, PostgresService::new);
		PACKAGED.put(CloudWatchAgent.UNIT, CloudWatchAgent::new);
	}

	private static final Comparator<String> START_ORDER = Comparator.comparingInt(Units::place)
		.thenComparing(Comparator.naturalOrder());

	private final Host host;

	private final Map<String, Service> services = new ConcurrentHashMap<>();

	Units(Host host) {
		this.host = host;
	}

	private static int place(String unit) {
		int place = List.copyOf(PACKAGED.keySet()).indexOf(unit);
		return (place < 0) ? PACKAGED.size() : place;
	}

	void enable(String unit) throws IOException {
		Files.createDirectories(this.host.disk().at(ENABLED));
		Files.write(this.host.disk().at(ENABLED + "/" + unit), new byte[0]);
	}

	/** Starts what was enabled on the disk. */
	void startEnabled() {
		if (!Files.isDirectory(this.host.disk().at(ENABLED))) {
			return;
		}
		try (Stream<Path> units = Files.list(this.host.disk().at(ENABLED))) {
			units.map((file) -> file.getFileName().toString()).sorted(START_ORDER).toList().forEach(this::start);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a unit as its file says now.
	 * @throws IllegalArgumentException if the lab does not run its program
	 */
	void start(String unit) {
		if (PACKAGED.containsKey(unit)) {
			packaged(unit).start();
			return;
		}
		Service service = new UnitService(this.host, Unit.read(this.host.disk().at(FILES + unit)));
		Service before = this.services.put(unit, service);
		if (before != null) {
			before.stop();
		}
		service.start();
	}

	void stop(String unit) {
		Service service = this.services.get(unit);
		if (service != null) {
			service.stop();
		}
	}

	/** Stops all that runs, in the reverse order. */
	void stopAll(Consumer<Service> stop) {
		List<String> order = new ArrayList<>(this.services.keySet());
		order.sort(START_ORDER.reversed());
		order.forEach((unit) -> stop.accept(Objects.requireNonNull(this.services.get(unit))));
	}

	void losePower() {
		this.services.values().forEach(Service::losePower);
	}

	/**
	 * Kills the process of a service that has a unit file.
	 * @param unit the unit, or the first that runs when it is empty
	 * @throws IllegalStateException if no such service runs
	 */
	void kill(String unit) {
		Map<String, UnitService> own = own();
		own.entrySet()
			.stream()
			.filter((entry) -> unit.isEmpty() ? entry.getValue().runs() : entry.getKey().equals(unit))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(unit.isEmpty() ? "No service runs on " + this.host.name()
					: "%s has no service %s; it has %s".formatted(this.host.name(), unit, own.keySet())))
			.getValue()
			.kill();
	}

	/**
	 * The processes that run now.
	 */
	List<OwnedProcess> processes() {
		return this.services.values()
			.stream()
			.flatMap((service) -> Stream.ofNullable(service.process()))
			.filter(OwnedProcess::alive)
			.toList();
	}

	/**
	 * The variables of the services that have a unit file, together.
	 */
	Map<String, String> variables() {
		Map<String, String> variables = new TreeMap<>();
		own().values().forEach((service) -> variables.putAll(service.environment()));
		return variables;
	}

	PostgresServer postgres() {
		return ((PostgresService) packaged(PostgresService.UNIT)).server();
	}

	private Service packaged(String unit) {
		return this.services.computeIfAbsent(unit, (key) -> Objects.requireNonNull(PACKAGED.get(key)).apply(this.host));
	}

	private Map<String, UnitService> own() {
		Map<String, UnitService> own = new TreeMap<>();
		this.services.forEach((unit, service) -> {
			if (service instanceof UnitService fromFile) {
				own.put(unit, fromFile);
			}
		});
		return own;
	}

}
