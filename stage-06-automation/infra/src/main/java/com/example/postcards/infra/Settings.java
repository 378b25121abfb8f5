package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Grant;
import software.amazon.awscdk.services.iam.GrantOnPrincipalOptions;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/**
 * The settings of the application, each a parameter of Parameter Store below one path
 * that is named after the stack. None of them is secret. Needs nothing. Exports the path.
 */
class Settings extends Construct {

	Settings(Construct scope, String id) {
		super(scope, id);
	}

	/**
	 * Adds a setting.
	 * @param name as in the application's configuration
	 */
	void add(String name, String value) {
		StringParameter.Builder.create(this, name)
			.parameterName(path() + name)
			.simpleName(false)
			.stringValue(value)
			.build();
	}

	/**
	 * What all names begin with; it ends with a slash.
	 */
	String path() {
		return "/" + Aws.STACK_NAME + "/";
	}

	/**
	 * Lets the application read all of them at once.
	 */
	void grantRead(IGrantable application) {
		Grant.addToPrincipal(GrantOnPrincipalOptions.builder()
			.grantee(application)
			.actions(List.of("ssm:GetParametersByPath"))
			// The path itself and what is below it: both are asked for.
			.resourceArns(List.of(arn(Aws.STACK_NAME), arn(Aws.STACK_NAME + "/*")))
			.build());
	}

	private String arn(String name) {
		return Stack.of(this)
			.formatArn(ArnComponents.builder().service("ssm").resource("parameter").resourceName(name).build());
	}

}
