package com.example.docs.architecture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ReferencesTests {

	private final References references = new References(Drawing.stack("""
			{"Bucket": {"Type": "AWS::S3::Bucket"}, "Key": {"Type": "AWS::KMS::Key"}}""").resources());

	@ParameterizedTest
	@ValueSource(strings = { "{\"Ref\": \"Bucket\"}", "{\"Fn::GetAtt\": [\"Bucket\", \"Arn\"]}",
			"{\"Fn::GetAtt\": \"Bucket.Arn\"}", "{\"Fn::Sub\": \"${AWS::Region}/${Bucket}\"}",
			"{\"Fn::Sub\": [\"${Bucket.Arn}/${Own}\", {\"Own\": \"Key\"}]}",
			"{\"Fn::Sub\": [\"${Own}\", {\"Own\": {\"Ref\": \"Bucket\"}}]}",
			"{\"List\": [{\"Fn::Join\": [\"\", [\"x\", {\"Ref\": \"Bucket\"}]]}]}" })
	void findsEveryForm(String json) {
		assertThat(this.references.in(JsonMapper.shared().readTree(json))).containsExactly("Bucket");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Ref\": \"AWS::Region\"}", "{\"Ref\": \"Parameter\"}", "{\"Fn::Sub\": \"${!Bucket}\"}",
			"{\"Name\": \"Bucket\"}" })
	void findsResourcesOnly(String json) {
		assertThat(this.references.in(JsonMapper.shared().readTree(json))).isEmpty();
	}

	@Test
	void endsWhereResourcesReferToEachOther() {
		References circle = new References(Drawing.stack("""
				{"One": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"Other": {"Ref": "Two"}}},
				"Two": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"Other": {"Ref": "One"}}}}""").resources());

		assertThat(circle.resourcesIn(JsonMapper.shared().readTree("{\"Ref\": \"One\"}")))
			.allSatisfy((one) -> assertThat(circle.drawnFrom(one)).isEmpty());
	}

}
