# RUNS runs with the SDK as opentelemetry-instrument sets it up: traces, metrics and logs, all by its defaults.
import logging
import os
import time

from opentelemetry import metrics, trace

tracer = trace.get_tracer("interop")
calls = metrics.get_meter("interop").create_counter("calls")
log = logging.getLogger("interop")
log.addHandler(logging.NullHandler())  # or Python itself would print what nobody handles
for run in range(int(os.environ["RUNS"])):
    with tracer.start_as_current_span("invoke_agent Interop", attributes={"gen_ai.operation.name": "invoke_agent"}):
        with tracer.start_as_current_span("chat", attributes={"gen_ai.operation.name": "chat"}):
            log.error("run %d", run)
            calls.add(1)
            time.sleep(0.05)
