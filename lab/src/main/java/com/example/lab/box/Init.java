package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

/**
 * What cfn-init does on a new server: the configs of {@code AWS::CloudFormation::Init},
 * one after the other. What it does not know stops it with the name of the config.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html">AWS::CloudFormation::Init</a>
 */
public final class Init {

	private static final String CONFIG_SETS = "configSets";

	/** What makes a config without a set. */
	private static final String LONE_CONFIG = "config";

	/** Groups and users are the operating system's, which a folder does not have. */
	private static final Set<String> SECTIONS = Set.of("packages", "groups", "users", "files", "commands", "services");

	private static final Set<String> FILE_KEYS = Set.of("content", "source", "encoding", "mode", "owner", "group",
			"authentication");

	private static final Set<String> COMMAND_KEYS = Set.of("command", "cwd", "ignoreErrors", "waitAfterCompletion");

	private final JsonNode metadata;

	private final List<String> configs = new ArrayList<>();

	/**
	 * Reads the metadata.
	 * @param metadata the evaluated {@code AWS::CloudFormation::Init}
	 * @param configSets which sets are wanted, in their order
	 * @throws IllegalArgumentException if a set or a config of it is not there, or a
	 * config has a section that the lab does not know
	 */
	public Init(JsonNode metadata, List<String> configSets) {
		this.metadata = metadata;
		if (!metadata.has(CONFIG_SETS) && configSets.equals(List.of("default"))) {
			addConfig(LONE_CONFIG);
		}
		else {
			configSets.forEach(this::addSet);
		}
	}

	private void addSet(String name) {
		JsonNode set = this.metadata.path(CONFIG_SETS).path(name);
		if (set.isMissingNode()) {
			throw new IllegalArgumentException("the init metadata has no config set " + name);
		}
		(set.isArray() ? set : List.of(set)).forEach((entry) -> {
			if (entry.isObject()) {
				addSet(entry.path("ConfigSet").asString(""));
			}
			else {
				addConfig(entry.asString());
			}
		});
	}

	private void addConfig(String name) {
		JsonNode config = this.metadata.path(name);
		if (config.isMissingNode()) {
			throw new IllegalArgumentException("the init metadata has no config " + name);
		}
		refuseUnknown("config " + name, config, SECTIONS);
		this.configs.add(name);
	}

	/**
	 * Applies the configs.
	 * @param host a running box
	 * @param units its units
	 * @param downloads is given the address and the target of each file with a source
	 */
	void apply(Host host, Units units, BiConsumer<String, Path> downloads) {
		for (String name : this.configs) {
			JsonNode config = this.metadata.path(name);
			try {
				config.path("packages").properties().forEach(Init::install);
				config.path("files")
					.properties()
					.forEach((file) -> write(file.getKey(), file.getValue(), host.disk().at(file.getKey()), downloads));
				new TreeMap<>(properties(config.path("commands")))
					.forEach((key, command) -> run(new Shell(host, units), key, command));
				config.path("services").forEach((manager) -> manager.properties().forEach((service) -> {
					String unit = service.getKey();
					serve(new Shell(host, units), unit.contains(".") ? unit : unit + ".service", service.getValue());
				}));
			}
			catch (RuntimeException ex) {
				throw new IllegalArgumentException("Init, config %s: %s".formatted(name, ex.getMessage()), ex);
			}
		}
	}

	private static Map<String, JsonNode> properties(JsonNode object) {
		return object.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private static void install(Map.Entry<String, JsonNode> manager) {
		if (!Set.of("yum", "dnf").contains(manager.getKey())) {
			throw unknown("the package manager " + manager.getKey());
		}
		Packages.install(manager.getValue().propertyNames());
	}

	private static void write(String name, JsonNode file, Path target, BiConsumer<String, Path> downloads) {
		refuseUnknown("file " + name, file, FILE_KEYS);
		if (!file.path("mode").asString("000644").matches("0[0-7]{5}|100[0-7]{3}")) {
			throw new IllegalArgumentException(
					"file %s: the mode of a file has six octal digits, such as 000644, not %s".formatted(name,
							file.path("mode").asString()));
		}
		try {
			Files.createDirectories(Objects.requireNonNull(target.getParent()));
			if (file.has("source")) {
				downloads.accept(file.path("source").asString(), target);
			}
			else {
				Files.write(target, content(name, file));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("file %s cannot be written".formatted(name), ex);
		}
	}

	private static byte[] content(String name, JsonNode file) {
		JsonNode content = file.path("content");
		if (content.isMissingNode()) {
			throw new IllegalArgumentException("file %s has neither content nor source".formatted(name));
		}
		String text = content.isObject() ? content.toString() : content.asString();
		return file.path("encoding").asString("plain").equals("base64") ? Base64.getDecoder().decode(text)
				: text.getBytes(StandardCharsets.UTF_8);
	}

	private static void run(Shell shell, String key, JsonNode command) {
		refuseUnknown("command " + key, command, COMMAND_KEYS);
		JsonNode words = command.path("command");
		String line = words.isArray() ? quoted(words) : words.asString("");
		try {
			shell.run(UserData.parse(line));
		}
		catch (UserDataException ex) {
			throw new IllegalArgumentException("command %s: %s".formatted(key, ex.reason()), ex);
		}
	}

	/**
	 * Given as an array, the command does not go through a shell.
	 */
	private static String quoted(JsonNode words) {
		return words.path(0).asString() + StreamSupport.stream(words.spliterator(), false)
			.skip(1)
			.map((word) -> " \"%s\"".formatted(word.asString().replaceAll("[\"\\\\$`]", "\\\\$0")))
			.collect(Collectors.joining());
	}

	private static void serve(Shell shell, String unit, JsonNode service) {
		try {
			if (service.path("enabled").asString("").equals("true")) {
				shell.systemctl(List.of("enable", unit));
			}
			if (service.path("ensureRunning").asString("").equals("true")) {
				shell.systemctl(List.of("start", unit));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("service %s cannot be enabled".formatted(unit), ex);
		}
	}

	private static void refuseUnknown(String where, JsonNode node, Set<String> known) {
		node.propertyNames().stream().filter((key) -> !known.contains(key)).findFirst().ifPresent((key) -> {
			throw unknown("%s of %s".formatted(key, where));
		});
	}

	private static IllegalArgumentException unknown(String what) {
		return new IllegalArgumentException(
				"the lab does not know %s; lab/README.md shows how to add it".formatted(what));
	}

}
