package com.example.lab.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** LocalStack carries out each change that {@code updates.txt} lists. */
@ExtendWith(SharedLocalStack.class)
class UpdatesTests {

	/** What a property is before and after, and how its value is read. */
	private static final Map<String, Try> TRIES = new TreeMap<>();

	static {
		TRIES.put("AWS::SSM::Parameter Value", new Try("{\"Type\": \"String\"}", "\"1\"", "\"2\"",
				(at) -> at.stack().ssm().getParameter((request) -> request.name(at.ref())).parameter().value()));
	}

	@Test
	void eachListedPropertyIsTried() {
		Map<String, String> listed = new LinkedHashMap<>(StandIns.read("updates.txt"));
		List<String> properties = listed.entrySet()
			.stream()
			.filter((line) -> !line.getValue().equals("*"))
			.flatMap((line) -> Stream.of(line.getValue().split("[\\s,]+")).map((name) -> line.getKey() + " " + name))
			.filter((property) -> !property.contains("~"))
			.toList();
		assertThat(properties).containsExactlyInAnyOrderElementsOf(TRIES.keySet());
	}

	static Stream<String> tries() {
		return TRIES.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("tries")
	void aListedPropertyChanges(String name, LocalStack localStack) {
		String type = name.split(" ")[0];
		String property = name.split(" ")[1];
		Try tried = Objects.requireNonNull(TRIES.get(name));
		Deployment deployment = new Deployment(localStack.cloudFormation(),
				"Updates-" + Long.toHexString(System.nanoTime()), new Events());

		Where before = new Where(localStack,
				Objects.requireNonNull(deployment.create(tried.template(type, property, tried.before())).get("Ref")));
		Object first = tried.read().apply(before);
		Where after = new Where(localStack, Objects
			.requireNonNull(deployment.update(tried.template(type, property, tried.after()), Map.of()).get("Ref")));

		assertThat(after.ref()).as("the resource is the same").isEqualTo(before.ref());
		assertThat(tried.read().apply(after)).isNotEqualTo(first);
	}

	/**
	 * A change to try.
	 *
	 * @param others the other properties
	 * @param before a value in JSON
	 * @param after another
	 * @param read reads the value from LocalStack
	 */
	private record Try(String others, String before, String after, Function<Where, Object> read) {

		String template(String type, String property, String value) {
			JsonMapper json = JsonMapper.shared();
			ObjectNode template = json.createObjectNode();
			ObjectNode properties = json.readValue(this.others, ObjectNode.class);
			properties.set(property, json.readTree(value));
			template.putObject("Resources").putObject("It").put("Type", type).set("Properties", properties);
			template.putObject("Outputs").putObject("Ref").putObject("Value").put("Ref", "It");
			return template.toString();
		}

	}

	/**
	 * A resource in LocalStack.
	 *
	 * @param stack where it is
	 * @param ref what identifies it
	 */
	private record Where(LocalStack stack, String ref) {
	}

}
