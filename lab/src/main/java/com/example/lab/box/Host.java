package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabContext;

/** What the units and the commands of a box find around them. */
final class Host {

	private final String name;

	private final LabContext lab;

	private final Disk disk;

	private final FastStart fastStart;

	private final BoxPorts ports = new BoxPorts();

	private volatile String instanceId = "";

	private volatile String zone = "";

	private volatile Map<String, String> environment = Map.of();

	private volatile boolean running;

	/**
	 * A box that is switched off, with an empty disk.
	 * @param name the construct it stands for
	 * @param lab where it lives
	 */
	Host(String name, LabContext lab) {
		this.name = name;
		this.lab = lab;
		this.disk = new Disk(lab.folder("disks", name));
		this.fastStart = new FastStart(lab.cache(), lab.processes(), lab.quickStart());
	}

	String name() {
		return this.name;
	}

	LabContext lab() {
		return this.lab;
	}

	Processes processes() {
		return this.lab.processes();
	}

	FastStart fastStart() {
		return this.fastStart;
	}

	Disk disk() {
		return this.disk;
	}

	/**
	 * Where its processes put temporary files; made if it is not there.
	 */
	String temporary() {
		try {
			return Files.createDirectories(this.disk.at("/tmp")).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	BoxPorts ports() {
		return this.ports;
	}

	/**
	 * The instance id of the box, as the metadata service returns it.
	 */
	String instanceId() {
		return this.instanceId;
	}

	void instanceId(String id) {
		this.instanceId = id;
	}

	void zone(String name) {
		this.zone = name;
	}

	/**
	 * What cloud-init knows about the box.
	 * @param key one of its standard keys
	 * @throws IllegalArgumentException for a key that is not known here
	 * @see <a href=
	 * "https://docs.cloud-init.io/en/latest/explanation/instancedata.html">Instance
	 * data</a>
	 */
	String cloudInit(String key) {
		return switch (key) {
			case "availability_zone" -> this.zone;
			case "instance_id" -> this.instanceId;
			case "region" -> this.lab.region();
			default -> throw new IllegalArgumentException("the lab does not know cloud-init query " + key);
		};
	}

	/**
	 * What every process is given, whatever its unit says.
	 */
	Map<String, String> environment() {
		return this.environment;
	}

	void environment(Map<String, String> variables) {
		this.environment = Map.copyOf(variables);
	}

	/**
	 * Whether the box is switched on.
	 */
	boolean running() {
		return this.running;
	}

	void running(boolean on) {
		this.running = on;
	}

	/**
	 * The name of the process of a unit, and of its log.
	 */
	String processName(String unit) {
		return this.name.replace('/', '-') + "-" + unit.replace(".service", "");
	}

	/**
	 * A text with the addresses and paths of the box as they are on this computer.
	 */
	String localise(String text) {
		return this.disk.localise(this.ports.localise(text));
	}

	void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

}
