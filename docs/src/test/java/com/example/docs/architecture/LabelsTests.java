package com.example.docs.architecture;

import java.util.List;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class LabelsTests {

	private final Resource box = resource("Box/Instance", "AWS::EC2::Instance");

	private final Resource address = resource("Box/Address", "AWS::EC2::EIP");

	@Test
	void onlyPartOfAConstructIsNamedAfterIt() {
		assertThat(labels(this.address)).containsExactly("Box");
	}

	@Test
	void onlyServerOfAConstructIsNamedAfterIt() {
		assertThat(labels(this.box, this.address)).containsExactly("Box", "Address");
	}

	@Test
	void serversOfOneConstructHaveTheirWholeNames() {
		assertThat(labels(resource("Web/One", "AWS::EC2::Instance"), resource("Web/Two", "AWS::EC2::Instance")))
			.containsExactly("Web/One", "Web/Two");
	}

	@Test
	void partsOfTheSameNameHaveTheirWholeNames() {
		assertThat(labels(this.box, this.address, resource("Web/Instance", "AWS::EC2::Instance"),
				resource("Web/Address", "AWS::EC2::EIP")))
			.containsExactly("Box", "Box/Address", "Web", "Web/Address");
		assertThat(labels(this.box, this.address, resource("Address", "AWS::EC2::EIP"))).containsExactly("Box",
				"Box/Address", "Address");
	}

	@Test
	void serverLeavesItsConstructTheNameOfThat() {
		assertThat(labels(resource("Photos/Resource", "AWS::S3::Bucket"),
				resource("Photos/Handler", "AWS::Lambda::Function")))
			.containsExactly("Photos", "Photos/Handler");
	}

	private static Stream<String> labels(Resource... drawn) {
		Labels labels = new Labels(List.of(drawn));
		return Stream.of(drawn).map(labels::of);
	}

	private static Resource resource(String path, String type) {
		return new Resource(path, type, "Postcards/" + path, JsonMapper.shared().createObjectNode());
	}

}
