package io.privatesmtp.bench.world;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.privatesmtp.standalone.system.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Objects;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a worker's JVM from outside. */
final class WorkerJvm implements AutoCloseable {
    private static final String NAME = "vert.x-eventloop-thread-";
    private static final double KIB = 1024;

    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;

    /** Loads the management agent into the JVM, which is our own child, on this machine. */
    @SuppressWarnings("BanJNDI")
    WorkerJvm(long pid) {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            var address = machine.startLocalManagementAgent();
            machine.detach();
            connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            var beans = connector.getMBeanServerConnection();
            threads = ManagementFactory.newPlatformMXBeanProxy(
                    beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
            memory = ManagementFactory.newPlatformMXBeanProxy(
                    beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into process " + pid, e);
        } catch (AttachNotSupportedException e) {
            throw new Failure("cannot look into process " + pid, e);
        }
    }

    /**
     * What its event loops have done: all that is done for a message but for Kafka's own threads. Unlike the whole process they
     * do nothing without mail, and what they allocate depends on no other program of the machine.
     */
    Work eventLoops() {
        var ids = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith(NAME))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
        return new Work(
                Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum() / KIB,
                Arrays.stream(threads.getThreadCpuTime(ids)).sum() / 1e9);
    }

    /** What is still in use on the heap after a collection of all of it. */
    double liveHeapMiB() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() / KIB / KIB;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // the worker is gone
        }
    }
}
