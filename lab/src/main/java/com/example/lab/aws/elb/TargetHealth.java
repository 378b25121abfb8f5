package com.example.lab.aws.elb;

/**
 * How a target is, in the words of {@code DescribeTargetHealth}.
 *
 * @param id the instance's id
 * @param name its construct, such as {@code Servers/A}
 * @param zone its Availability Zone
 * @param state one of {@code initial}, {@code healthy}, {@code unhealthy},
 * {@code draining} and {@code unused}
 * @param reason why, such as {@code Target.Timeout}, perhaps with a description after a
 * colon; empty when it is healthy
 */
public record TargetHealth(String id, String name, String zone, String state, String reason) {
}
