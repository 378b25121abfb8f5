package com.example.lab.standin;

/**
 * A stand-in that comes and goes while the architecture runs, such as a server of a
 * fleet: no resource of the template is its own.
 *
 * @param type the CloudFormation type of what it is, such as {@code AWS::EC2::Instance}
 * @param standIn the stand-in, which runs
 */
public record Member(String type, StandIn standIn) {
}
