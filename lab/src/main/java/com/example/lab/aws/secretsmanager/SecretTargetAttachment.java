package com.example.lab.aws.secretsmanager;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::SecretsManager::SecretTargetAttachment} to a database: writes into the
 * secret where the database is, as rotation functions expect it. Its {@code Ref} is the
 * secret's, which the split of the template sees to.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html">AWS::SecretsManager::SecretTargetAttachment</a>
 */
public final class SecretTargetAttachment implements StandIn {

	private final Resource resource;

	private final LabContext lab;

	/**
	 * An attachment that has not been made.
	 * @param resource the resource
	 * @param lab its context
	 */
	public SecretTargetAttachment(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "host, port and database, in the secret";
	}

	@Override
	public void start(JsonNode properties) {
		String target = properties.path("TargetId").asString();
		StandIn database = this.lab.standIns().get(target);
		if (database == null) {
			throw new IllegalArgumentException("Its target %s is not a database of the lab.".formatted(target));
		}
		String secret = properties.path("SecretId").asString();
		SecretsManagerClient secrets = this.lab.localStack().client(SecretsManagerClient.builder());
		ObjectNode json = JsonMapper.shared()
			.readValue(secrets.getSecretValue((request) -> request.secretId(secret)).secretString(), ObjectNode.class);
		json.put("engine", "postgres")
			.put("host", database.attribute("Endpoint.Address"))
			.put("port", Integer.parseInt(database.attribute("Endpoint.Port")));
		nameOf(target, json);
		secrets.putSecretValue((request) -> request.secretId(secret).secretString(json.toString()));
	}

	/**
	 * Clusters and instances call their first database differently.
	 */
	private void nameOf(String target, ObjectNode json) {
		this.lab.template()
			.resources()
			.stream()
			.filter((candidate) -> candidate.logicalId().equals(target))
			.map(Resource::properties)
			.map((properties) -> properties.has("DatabaseName") ? properties.path("DatabaseName")
					: properties.path("DBName"))
			.filter(JsonNode::isString)
			.forEach((name) -> json.put("dbname", name.asString()));
	}

	@Override
	public void close() {
		// Nothing runs.
	}

}
