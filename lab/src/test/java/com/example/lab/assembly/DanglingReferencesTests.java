package com.example.lab.assembly;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DanglingReferencesTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"Ref\": \"Gone\"}", "{\"Fn::GetAtt\": [\"Gone\", \"Arn\"]}",
			"{\"Fn::GetAtt\": \"Gone.Arn\"}", "{\"Fn::Sub\": \"${Gone.Arn}\"}", "{\"Fn::Sub\": [\"${Gone}\", {}]}",
			"{\"Fn::Join\": [\"\", [{\"Ref\": \"Gone\"}]]}", "{\"Fn::If\": [\"Yes\", {\"Ref\": \"Gone\"}, 1]}" })
	void findsEveryFormWithTypeAndPath(String reference) {
		assertThat(in(reference)).containsExactly(
				"Stack/User/Resource (AWS::SQS::Queue) refers to Stack/Gone/Resource (AWS::S3::Bucket), whose condition No is false.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Fn::If\": [\"No\", {\"Ref\": \"Gone\"}, 1]}", "{\"Ref\": \"Here\"}",
			"{\"Ref\": \"AWS::Region\"}", "\"Gone\"", "{\"Fn::Sub\": \"${!Gone}\"}" })
	void leavesOutWhatIsNotNeeded(String reference) {
		assertThat(in(reference)).isEmpty();
	}

	@Test
	void ignoresReferencesFromMissingResourcesAndDependencies() {
		assertThat(DanglingReferences.in(Templates.stack("""
				{"Resources": {"Gone": {"Type": "AWS::S3::Bucket", "Condition": "No"},
				"Other": {"Type": "AWS::SQS::Queue", "Condition": "No", "Properties": {"Name": {"Ref": "Gone"}}},
				"After": {"Type": "AWS::SQS::Queue", "DependsOn": ["Gone"]}},
				"Outputs": {"Name": {"Condition": "No", "Value": {"Ref": "Gone"}}}}"""), Set.of("Yes")::contains))
			.isEmpty();
	}

	@Test
	void findsThemInOutputs() {
		assertThat(DanglingReferences.in(Templates.stack("""
				{"Resources": {"Gone": {"Type": "AWS::S3::Bucket", "Condition": "No"}},
				"Outputs": {"Name": {"Value": {"Ref": "Gone"}}}}"""), Set.of("Yes")::contains)).containsExactly(
				"Output Name refers to Stack/Gone/Resource (AWS::S3::Bucket), whose condition No is false.");
	}

	private static List<String> in(String reference) {
		return DanglingReferences.in(Templates.stack("""
				{"Resources": {"Gone": {"Type": "AWS::S3::Bucket", "Condition": "No"},
				"Here": {"Type": "AWS::S3::Bucket", "Condition": "Yes"},
				"User": {"Type": "AWS::SQS::Queue", "Properties": {"Name": %s}}}}""".formatted(reference)),
				Set.of("Yes")::contains);
	}

}
