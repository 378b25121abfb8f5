package com.example.lab.cloud;

/** CloudFormation did not deploy the stack, or what it says cannot be trusted. */
public class DeploymentException extends RuntimeException {

	DeploymentException(String message) {
		super(message);
	}

	DeploymentException(String message, Throwable cause) {
		super(message, cause);
	}

}
