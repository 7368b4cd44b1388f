/** The one door to Express. */
import express from 'express';

export type { ErrorRequestHandler, Express, Request, RequestHandler, Response, Router } from 'express';

export const openApp = () => express();
export const openRouter = () => express.Router();
/** Bodies that are small by nature; recordings go through upload.ts. */
export const readJsonBody = express.json({ limit: '200kb' });
export const readFormBody = express.urlencoded({ extended: false, limit: '20kb' });
