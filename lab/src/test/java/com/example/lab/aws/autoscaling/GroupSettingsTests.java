package com.example.lab.aws.autoscaling;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GroupSettingsTests {

	@Test
	void readsWhatTheCdkWrites() {
		ObjectNode properties = properties();
		properties.put("DesiredCapacity", "3").put("HealthCheckType", "EC2,ELB").put("HealthCheckGracePeriod", 90);
		properties.put("DefaultInstanceWarmup", 120).putArray("TargetGroupARNs").add("arn:group");

		assertThat(GroupSettings.of(properties)).isEqualTo(new GroupSettings(2, 4, OptionalInt.of(3), true,
				Duration.ofSeconds(90), Duration.ofSeconds(120), List.of("arn:group"), "lt-1", 7));
	}

	@Test
	void leavesTheNumberOfServersAloneWithoutDesiredCapacity() {
		GroupSettings settings = GroupSettings.of(properties());

		assertThat(settings.desired()).isEmpty();
		assertThat(settings.byBalancer()).isFalse();
		assertThat(settings.within(1)).isEqualTo(2);
		assertThat(settings.within(3)).isEqualTo(3);
		assertThat(settings.within(9)).isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource({ "MixedInstancesPolicy, {}, The lab does not know its MixedInstancesPolicy.",
			"CapacityRebalance, true, CapacityRebalance is true; the lab runs false only.",
			"MinSize, many, MinSize is 'many'; the lab needs a number.",
			"MinSize, 5, 'Min size 5, desired capacity (none) and max size 4 do not fit: each is at most the next.'",
			"DesiredCapacity, 5, 'Min size 2, desired capacity 5 and max size 4 do not fit: each is at most the next.'" })
	void refusesWhatItDoesNotRun(String name, String value, String message) {
		ObjectNode properties = properties().put(name, value);

		assertThatIllegalArgumentException().isThrownBy(() -> GroupSettings.of(properties)).withMessage(message);
	}

	private static ObjectNode properties() {
		return (ObjectNode) JsonMapper.shared().readTree("""
				{"MinSize": "2", "MaxSize": "4", "LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "7"}}""");
	}

}
