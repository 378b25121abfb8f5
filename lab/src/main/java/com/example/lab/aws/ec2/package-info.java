/** Stand-ins for Amazon EC2: instances and the rules of their security groups. */
@NullMarked
package com.example.lab.aws.ec2;

import org.jspecify.annotations.NullMarked;
