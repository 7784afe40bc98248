// A modality made of dcmjs-dimse. Reads requests as lines of JSON and answers each with one, as
// modality.py does; every request is an association of its own.

const readline = require("node:readline");
const { Client, Dataset, constants, requests } = require("dcmjs-dimse");
const log = require("dcmjs-dimse").log;

const MPPS = constants.SopClass.ModalityPerformedProcedureStep;

let peer;
if (log && log.setLevel) log.setLevel("silent");
// Standard output carries the answers only.
console.log = console.info = console.debug = console.error;

function send(request) {
  return new Promise((resolve) => {
    const client = new Client();
    const answers = [];
    // It releases an association twice; what comes after the last response is no problem.
    const isAnswered = () => answers.some((answer) => answer.status < 0xff00);
    const ended = (problem) =>
      resolve(problem && !isAnswered() ? { problem } : { answers });
    request.on("response", (response) => {
      answers.push({
        status: response.getStatus(),
        comment: response.getErrorComment() || "",
        uid: affected(response),
        error_id: response.getCommandDataset()?.getElement("ErrorID") ?? null,
        attributes: response.hasDataset() ? response.getDataset().getElements() : null,
      });
    });
    client.addRequest(request);
    client.on("associationRejected", (how) => ended({ rejected: how }));
    client.on("networkError", (error) => ended({ network: String(error) }));
    client.on("closed", () => ended());
    client.send("127.0.0.1", peer.port, peer.calling, peer.called);
  });
}

function affected(response) {
  return response.getCommandDataset()?.getElement("AffectedSOPInstanceUID") || "";
}

async function performedStep(request, attributes) {
  request.setDataset(new Dataset(attributes, constants.TransferSyntax.ImplicitVRLittleEndian));
  const { answers, problem } = await send(request);
  return problem ?? answers[0] ?? { status: null };
}

const MODALITY = {
  associate(request) {
    peer = request;
    return { established: true, rejected: null, accepted: [], syntaxes: [] };
  },
  create: ({ uid, attributes }) =>
    performedStep(new requests.NCreateRequest(MPPS, uid), attributes),
  set: ({ uid, attributes }) => performedStep(new requests.NSetRequest(MPPS, uid), attributes),
  async find({ attributes }) {
    const query = requests.CFindRequest.createWorklistFindRequest(attributes);
    const { answers, problem } = await send(query);
    if (problem) return problem;
    return {
      answers: answers.filter((answer) => answer.attributes),
      final: answers.at(-1)?.status,
    };
  },
  release: () => ({}),
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: verb, ...request } = JSON.parse(line);
    const answer = await MODALITY[verb](request);
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

main();
