package com.example.postcards.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;

/**
 * The stack as the CDK command line would make it: with the context of {@code cdk.json},
 * and a release of one word.
 */
final class Synthesis {

	static final Map<String, String> DOMAIN = Map.of("hostedZoneId", "Z0123456789ABCDEFGHIJ", "domainName",
			"postcards.example.com");

	/** Each test process has its own: two would write one file at the same time. */
	private static final Path RELEASE = release();

	/** Made once: nothing below changes it. */
	static final Template TEMPLATE = Template.fromStack(stack());

	static final Template TEMPLATE_WITH_DOMAIN = Template.fromStack(stackWithDomain());

	static final Template TEMPLATE_WITH_CONFIG = Template.fromStack(stackWith("config"));

	static final Template TEMPLATE_WITH_ROTATION = Template.fromStack(stackWith("rotation"));

	private Synthesis() {
	}

	static PostcardsStack stack() {
		return stack(Map.of());
	}

	static PostcardsStack stack(Map<String, String> context) {
		return PostcardsApp.stack(app(context, null));
	}

	static PostcardsStack stackWithDomain() {
		return stack(DOMAIN);
	}

	/**
	 * The stack with one thing more that is off by default.
	 */
	static PostcardsStack stackWith(String property) {
		return stack(Map.of(property, "true"));
	}

	/**
	 * The properties of the first resource of a type.
	 */
	static Map<String, Object> properties(String type) {
		return get(TEMPLATE.findResources(type).values().iterator().next(), "Properties");
	}

	/**
	 * The properties of the first resource of a type whose id begins with a prefix.
	 */
	static Map<String, Object> properties(String type, String prefix) {
		return get(get(resources(TEMPLATE), logicalId(type, prefix)), "Properties");
	}

	/**
	 * The logical id of the first resource of a type whose id begins with a prefix.
	 */
	static String logicalId(String type, String prefix) {
		return TEMPLATE.findResources(type)
			.keySet()
			.stream()
			.filter((id) -> id.startsWith(prefix))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * The resources of a template by their logical ids.
	 */
	static Map<String, Map<String, Object>> resources(Template template) {
		return get(template.toJSON(), "Resources");
	}

	/**
	 * What a part of a template has by a name. It must be there.
	 */
	@SuppressWarnings("unchecked")
	static <T> T get(Map<String, ?> part, String name) {
		return (T) Objects.requireNonNull(part.get(name), name);
	}

	static App app(Map<String, String> context, @Nullable Path output) {
		Map<String, Object> all = new LinkedHashMap<>(contextOfCdkJson());
		all.put("release", RELEASE.toString());
		all.putAll(context);
		return new App(AppProps.builder().context(all).outdir((output != null) ? output.toString() : null).build());
	}

	private static Path release() {
		try {
			return Files.writeString(Files.createTempFile(Path.of("target"), "release", ".jar"), "release");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Object> contextOfCdkJson() {
		try {
			ObjectMapper json = new ObjectMapper();
			return json.convertValue(json.readTree(Path.of("cdk.json").toFile()).get("context"), new TypeReference<>() {
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
