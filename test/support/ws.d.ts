// The part of the `ws` package that the tests use; the package itself brings no types.
declare module 'ws' {
  import type { Buffer } from 'node:buffer';
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export class WebSocket extends EventEmitter {
    static readonly OPEN: number;
    constructor(address: string, options?: { perMessageDeflate?: boolean; maxPayload?: number });
    readonly readyState: number;
    readonly bufferedAmount: number;
    send(data: string | Uint8Array, options?: { fin?: boolean; binary?: boolean }): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: { noServer: true; perMessageDeflate?: boolean });
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (socket: WebSocket) => void): void;
    close(): void;
  }

  export default WebSocket;
}
