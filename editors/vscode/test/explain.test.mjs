// Of which report a figure is explained.

import assert from "node:assert/strict";
import test from "node:test";
import { editor, load, project } from "./load.mjs";

const root = project({});
const explained = (period) => [`kpi explain repairs ${root} --period ${period.includes(" ") ? `'${period}'` : period}`];

test("Enter explains the figure that is shown", async () => {
  const { did, vscode } = editor();
  await (await load("commands.ts", { vscode })).explain(root, "repairs", "2024/25 Q2");
  assert.equal(did.asked[0].value, "2024/25 Q2");
  assert.deepEqual(did.ran, explained("2024/25 Q2"));
});

test("Enter on an emptied box explains it too, and Escape does nothing", async () => {
  const { did, vscode } = editor();
  const { explain } = await load("commands.ts", { vscode });
  for (const typed of ["", "  ", undefined]) {
    vscode.window.showInputBox = async (box) => (assert.equal(box.validateInput(typed ?? ""), undefined), typed);
    await explain(root, "repairs", "2024-09");
  }
  assert.deepEqual(did.ran, [...explained("2024-09"), ...explained("2024-09")]);
});

test("where the server does not say which figure is shown, the box says that it wants a period", async () => {
  for (const latest of [undefined, null]) {
    const { did, vscode } = editor();
    const { explain } = await load("commands.ts", { vscode });
    await explain(root, "repairs", latest);
    assert.match(did.asked[0].validateInput(""), /2023\/24 Q2/);
    assert.deepEqual(did.ran, []);
    vscode.window.showInputBox = async (box) => (assert.equal(box.validateInput("2023/24 "), undefined), "2023/24 ");
    await explain(root, "repairs", latest);
    assert.deepEqual(did.ran, explained("2023/24"));
  }
});

test("the period that is set is not asked for", async () => {
  const { did, vscode } = editor({ period: "2022/23" });
  await (await load("commands.ts", { vscode })).explain(root, "repairs", "2024-09");
  assert.deepEqual([did.asked, did.ran], [[], explained("2022/23")]);
});
