package com.example.lab.cli;

import java.util.List;
import java.util.regex.Pattern;

import com.example.lab.compare.StackUpdate.Action;
import com.example.lab.compare.StackUpdate.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UpdatePlanTests {

	@ParameterizedTest
	@CsvSource({ "CHANGE,false,changed,false", "MAY_REPLACE,false,changed,false",
			"CHANGE,true,'replaced, with its data',true", "REMOVE,false,'deleted, with its data',true",
			"KEEP,false,'deleted, with its data',true", "ADD,false,new,false" })
	void showsTheStepsOfTheLabAndWhetherDataIsLost(Action action, boolean replaces, String word, boolean loses) {
		UpdatePlan plan = UpdatePlan.of(List.of(new Step(action, "Database", "AWS::RDS::DBInstance", List.of("Port"))),
				(resource, properties) -> replaces);

		assertThat(plan.losesData()).isEqualTo(loses);
		assertThat(plan.describe().lines().skip(1)).singleElement()
			.asString()
			.matches(Pattern.quote(word) + " +Database  AWS::RDS::DBInstance  Port");
	}

	@Test
	void aNewLogicalIdWithTheSameNameIsAReplacement() {
		UpdatePlan plan = UpdatePlan.of(
				List.of(new Step(Action.REMOVE, "Server", "AWS::EC2::Instance", List.of()),
						new Step(Action.ADD, "Server", "AWS::EC2::Instance", List.of())),
				(resource, properties) -> false);

		assertThat(plan.describe().lines().skip(1)).singleElement().asString().startsWith("replaced  Server");
		assertThat(plan.losesData()).isFalse();
		assertThat(new UpdatePlan(List.of()).describe()).isEmpty();
	}

	@Test
	void startsAgainIfLocalStackCannotChangeAProperty() {
		UpdatePlan plan = UpdatePlan.of(
				List.of(new Step(Action.CHANGE, "Queue", "AWS::SQS::Queue", List.of("VisibilityTimeout")),
						new Step(Action.CHANGE, "Setting", "AWS::SSM::Parameter", List.of("Value")),
						new Step(Action.CHANGE, "Policy", "AWS::SQS::QueuePolicy", List.of("PolicyDocument"))),
				(resource, properties) -> false);

		assertThat(plan.reasonsToStartAgain())
			.containsExactly("LocalStack cannot change VisibilityTimeout of Queue (AWS::SQS::Queue) in place.");
	}

}
